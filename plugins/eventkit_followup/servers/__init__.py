"""Mail servers: the account, its password, and the mailbox of drafts there."""
