"""Templates: their files, what they see, and what they refuse."""

from __future__ import annotations

import pytest

NAMES = (
    "me, person, event, session, talk, my_talk, encounters, before, note, remembered, promise, promises, common, "
    "other, extra, language, tone, channel, limit, brief, today"
)
BUNDLED = [
    *("article", "call", "check-in", "congratulation", "feedback", "introduction", "introduction-ask", "mentoring"),
    *("promised-resource", "referral", "sorry-we-missed", "thank-you", "thank-you-again", "thank-you-organiser"),
    *("thank-you-panelist", "thank-you-speaker"),
]


@pytest.fixture
def jane(meet):
    meet("Jane Doe", "--note", "parsers", email="jane@example.org")


@pytest.fixture
def render(template, draft, read_message):
    """What a template with that body says to the one person met, or the reason why not."""

    def render(text, *, subject="Hello"):
        template("mine", f"subject: {subject}\n\n{text}")
        result = draft("--template", "mine", code=3) if render.refused else draft("--template", "mine")
        if render.refused:
            return result["skipped"][0]["reason"]
        message = read_message(result["drafted"][0]["path"])
        return message.get_content().replace("\r\n", "\n").rstrip("\n") if subject == "Hello" else message["Subject"]

    render.refused = False
    return render


@pytest.fixture
def refusal(render):
    render.refused = True
    return render


@pytest.fixture
def use_mine(conference, drafts):
    """Draft with the template of the user's own, as a person would."""

    def use_mine(code=0):
        return conference("followup", "draft", "--event", "pyconf", "--to", drafts, "--template", "mine", code=code)

    return use_mine


# --- what a template sees -------------------------------------------------------------------------------


@pytest.mark.usefixtures("jane")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ person.name }}", "Jane Doe"),
        ("{{ person.given }}", "Jane"),
        ("{{ person }}", "Jane Doe"),
        ("{{ person.email }} {{ person.emails[0] }}", "jane@example.org jane@example.org"),
        ("{{ person.emails }}", "jane@example.org"),
        ("{{ person.events|join(' ') }}", "pyconf"),
        ("{{ me.name }} {{ me.email }}", "Robin Keller robin@example.org"),
        ("{{ event.name }} {{ event.slug }} {{ event.timezone }}", "PyConf Lakeside pyconf Europe/Berlin"),
        ("{{ note }}", "parsers"),
        ("{{ channel }}", "eml"),
        ("{% if limit %}short{% else %}long{% endif %}", "long"),
        ("{% for met in encounters %}{{ met.at.strftime('%H:%M') }} {{ met.note }}{% endfor %}", "09:00 parsers"),
    ],
)
def test_template_sees(render, text, said):
    assert render(text) == said


def test_template_sees_the_given_name_where_it_is_known(conference, render):
    conference("people", "add", "Dr. Jane Doe", "--given", "Jane", "--email", "jane@example.org")
    conference("met", "Jane", "--event", "pyconf")
    assert render("{{ person.given }}") == "Jane"


def test_template_sees_the_session_on_the_wall_of_the_event(meet, agenda, render):
    agenda("Parsers")
    meet("Jane Doe", "--session", "Parsers", email="jane@example.org")
    text = (
        "{{ session.title }}, {{ session.room }}, {{ session.starts.strftime('%H:%M') }}, {{ encounters[0].session }}"
    )
    assert render(text) == "Parsers, Library, 10:00, Parsers"


@pytest.mark.usefixtures("jane")
def test_template_sees_all_encounters_the_oldest_first(meet, render):
    meet("Jane Doe", "--note", "lakes", "--at", "08:00")
    assert render("{% for met in encounters %}{{ met.note }} {% endfor %}") == "lakes parsers"


@pytest.mark.usefixtures("jane")
def test_subject_is_a_template_too(render):
    assert render("text", subject="{{ person.given }} at {{ event.name }}") == "Jane at PyConf Lakeside"


def test_names_are_data_and_never_rendered(meet, render):
    meet("{{ 7 * 7 }} {% raw %}", email="jane@example.org")
    assert render("{{ person.name }}") == "{{ 7 * 7 }} {% raw %}"


def test_text_is_plain_and_nothing_in_it_is_escaped(meet, render):
    meet("Jane Doe", "--note", "<b> & 'quotes'", email="jane@example.org")
    assert render("{{ note }}") == "<b> & 'quotes'"


def test_control_characters_of_a_note_do_not_reach_the_text(meet, render):
    meet("Jane Doe", "--note", "a\x1b[31mb\u2028c\rd", email="jane@example.org")
    assert render("{{ note }}") == "a[31mb\nc\nd"


# --- what is missing ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("jane")
@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("{{ person.organization }}", "person.organization"),
        ("{{ person.organization|upper }}", "person.organization"),
        ("at {{ 'the ' ~ person.title }}", "person.title"),
        ("{{ person.phone }}", "person.phone"),
        ("{{ person.emails[3] }}", "person.emails[3]"),
        ("{{ person.tags }}", "person.tags"),
        ("{% for tag in person.tags %}{{ tag }}{% endfor %}", "person.tags"),
        ("{{ person.handles.matrix }}", "person.handles.matrix"),
        ("{{ person.handles['matrix'] }}", "person.handles"),
        ("{{ session }}", "session"),
        ("{{ session.title }}", "session.title"),
        ("{{ promise }}", "promise"),
        ("{{ encounters[0].promise }}", "encounters[0].promise"),
        ("{{ event.starts.year }}", "event.starts.year"),
        ("{{ limit + 1 }}", "limit"),
    ],
)
def test_missing_value_refuses_the_draft_with_person_and_field(refusal, text, missing):
    assert refusal(text) == f"template mine needs {missing}, and Jane Doe has none"


@pytest.mark.usefixtures("jane")
def test_missing_value_of_mine_is_said_to_be_mine(refusal):
    assert refusal("{{ me.organization }}") == "template mine needs me.organization, and your own record has none"


@pytest.mark.usefixtures("jane")
def test_missing_value_in_the_subject_refuses_the_draft(refusal):
    reason = refusal("text", subject="{{ person.organization }}")
    assert reason == "template mine needs person.organization, and Jane Doe has none"


@pytest.mark.usefixtures("jane")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% if person.organization %}yes{% else %}no{% endif %}", "no"),
        ("{% if not session %}no{% endif %}", "no"),
        ("{% if session.title %}yes{% else %}no{% endif %}", "no"),
        ("{% if person.tags %}yes{% else %}no{% endif %}", "no"),
        ("{% if person.handles.matrix %}yes{% else %}no{% endif %}", "no"),
        ("{% if person.organization == 'Example' %}yes{% else %}no{% endif %}", "no"),
        ("{{ person.organization or 'your company' }}", "your company"),
        ("{{ person.organization|default('your company') }}", "your company"),
        ("{% if person.organization is defined %}yes{% else %}no{% endif %}", "no"),
    ],
)
def test_missing_value_can_be_asked_for(render, text, said):
    assert render(text) == said


def test_missing_value_costs_its_own_draft_only(conference, meet, draft, template):
    conference("people", "add", "Jane Doe", "--email", "jane@example.org", "--organization", "Example Ltd")
    meet("Jane Doe")
    meet("John Roe", email="john@example.org")
    template("mine", "subject: Hello\n\n{{ person.organization }}\n")
    result = draft("--template", "mine", code=3)
    assert [drafted["person"] for drafted in result["drafted"]] == ["Jane Doe"]
    assert result["skipped"] == [
        {"person": "John Roe", "reason": "template mine needs person.organization, and John Roe has none"}
    ]


def test_refused_draft_is_written_by_the_next_run_that_can(meet, draft, template):
    meet("Jane Doe", email="jane@example.org")
    template("mine", "subject: Hello\n\n{{ person.organization }}\n")
    draft("--template", "mine", code=3)
    template("mine", "subject: Hello\n\nHello\n")
    assert [drafted["person"] for drafted in draft("--template", "mine")["drafted"]] == ["Jane Doe"]


# --- what is wrong with a template ----------------------------------------------------------------------


@pytest.mark.usefixtures("jane")
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{{ person.organisation }}", "there is no person.organisation; did you mean person.organization?"),
        (
            "{% if person.organisation %}x{% endif %}",
            "there is no person.organisation; did you mean person.organization?",
        ),
        ("{{ event.xyz }}", "there is no event.xyz; there is name, slug, timezone, starts, ends"),
        ("{{ sesion }}", f"there is no 'sesion'; a template knows {NAMES}"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ [1][person.name] }}", "'list object' has no attribute 'Jane Doe'"),
    ],
)
def test_template_that_asks_for_what_cannot_be_is_refused_with_file_and_line(refusal, eventkit_home, text, reason):
    file = eventkit_home / "templates" / "mine.txt"
    assert refusal(f"Hello\n{text}") == f"{file}, line 4: {reason} (in the letter to Jane Doe)"


@pytest.mark.usefixtures("jane")
def test_text_of_the_most_characters_is_written(render):
    assert len(render("{{ 'x' * 100000 }}")) == 100_000


@pytest.mark.usefixtures("jane")
@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("subject: Hello\n\nHello\n{% if x %}\n", 4, "Unexpected end of template."),
        ("subject: Hello\n\nHello {{ person.name }\n", 3, "unexpected '}'"),
        ("subject: {{ x | nofilter }}\n\nHello\n", 1, "No filter named 'nofilter'."),
        ("description: x\nsubject: {{ }}\n\nHello\n", 2, "Expected an expression, got 'end of print statement'"),
        (
            "Hello\n\nHello\n",
            1,
            "'Hello' is no part of a header: that is subject, description, channels, language, tone, when,",
        ),
        ("subject: a\nsubject: b\n\nHello\n", 2, "says subject a second time"),
        ("description: a\n\nHello\n", 1, "a template begins with `subject: …`"),
        ("\nsubject: a\n\nHello\n", 1, "a template begins with `subject: …`"),
        ("subject: a\n", 2, "there is no text below the header and an empty line"),
        ("subject: a\n\n \n", 2, "there is no text below the header and an empty line"),
    ],
)
def test_broken_template_is_one_sentence_with_file_and_line(use_mine, template, text, line, reason):
    file = template("mine", text)
    ran = use_mine(code=3)
    assert ran.stderr.startswith(f"eventkit: {file}, line {line}: {reason}")
    assert ran.stderr.count("\n") == 1


@pytest.mark.usefixtures("jane")
def test_template_that_is_not_utf_8_is_refused(use_mine, template):
    file = template("mine", "")
    file.write_bytes(b"subject: caf\xe9\n\nHello\n")
    ran = use_mine(code=3)
    assert ran.stderr == f"eventkit: {file}: is not text in UTF-8; save it as UTF-8\n"


@pytest.mark.usefixtures("jane")
def test_template_that_is_a_folder_is_refused(use_mine, eventkit_home):
    (eventkit_home / "templates" / "mine.txt").mkdir(parents=True)
    ran = use_mine(code=3)
    assert ran.stderr == f"eventkit: {eventkit_home}/templates/mine.txt: cannot be read: Is a directory\n"


@pytest.mark.usefixtures("jane")
def test_broken_template_that_nobody_needs_harms_nobody(draft, template):
    template("promised-resource", "nothing of a template")
    assert len(draft()["drafted"]) == 1


@pytest.mark.usefixtures("jane")
def test_template_may_begin_with_a_byte_order_mark_and_have_windows_line_ends(template, draft, read_message):
    template("mine", "").write_bytes("\ufeffSubject: Hello\r\n\r\nHello\r\nJane\r\n".encode())
    [drafted] = draft("--template", "mine")["drafted"]
    message = read_message(drafted["path"])
    assert (message["Subject"], message.get_content()) == ("Hello", "Hello\r\nJane\r\n")


# --- choosing one ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("jane")
def test_template_of_my_own_goes_before_the_bundled_one(template, draft, read_message):
    template("thank-you", "subject: Mine\n\nHello\n")
    [drafted] = draft()["drafted"]
    assert read_message(drafted["path"])["Subject"] == "Mine"


@pytest.mark.usefixtures("jane")
def test_template_for_other_channels_is_refused(use_mine, template):
    file = template("mine", "subject: Hello\nchannels: matrix, sms\n\nHello\n")
    ran = use_mine(code=3)
    assert ran.stderr == (
        f"eventkit: {file}: template mine is for matrix, sms, not for eml; choose another with --template\n"
    )


@pytest.mark.usefixtures("jane")
def test_template_for_this_channel_is_used(template, draft):
    template("mine", "subject: Hello\nchannels: matrix, eml\n\nHello\n")
    assert len(draft("--template", "mine")["drafted"]) == 1


@pytest.mark.parametrize(
    ("name", "hint"),
    [("thankyou", "did you mean 'thank-you'?"), ("../x", f"there is {', '.join(BUNDLED)}")],
)
def test_unknown_template_is_named_with_what_there_is(conference, drafts, name, hint):
    ran = conference("followup", "draft", "--event", "pyconf", "--to", drafts, "--template", name, code=4)
    assert ran.stderr == f"eventkit: there is no template {name!r}; {hint}\n"
