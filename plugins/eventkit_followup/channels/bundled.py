"""The channels that come with follow-up."""

from __future__ import annotations

from eventkit_followup.channels import eml, imap, merging
from eventkit_followup.channels.links import MAILTO, SMS, WHATSAPP
from eventkit_followup.channels.mailboxes import MAILDIR, MBOX
from eventkit_followup.channels.pasting import LINKEDIN, LINKEDIN_NOTE, SIGNAL

CHANNELS = (
    *(eml.CHANNEL, imap.CHANNEL, MAILDIR, MBOX, MAILTO, merging.CHANNEL),
    *(LINKEDIN, LINKEDIN_NOTE, SIGNAL, SMS, WHATSAPP),
)
