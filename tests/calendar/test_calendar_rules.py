"""Recurrence rules: what they mean, held against dateutil; and what is refused before it is followed."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from eventkit_calendar.repeating.rules import read_rule
from eventkit_calendar.repeating.rules_v1 import modern_rule
from eventkit_calendar.repeating.rulewalk import Steps, TooFarError, starts_of

END = datetime(9998, 12, 31)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def walk(text, start, first=None, last=END, steps=100_000):
    return starts_of(read_rule(text), start, first or start, last, Steps(steps))


def days(text, start="19970902T090000", number=20):
    found = islice(walk(text, datetime.strptime(start, "%Y%m%dT%H%M%S")), number)  # noqa: DTZ007  # hands of a clock
    return [f"{moment:%y%m%d}" for moment in found]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;COUNT=3", "970902 970903 970904"),
        ("FREQ=DAILY;INTERVAL=10;COUNT=3", "970902 970912 970922"),
        ("FREQ=WEEKLY;COUNT=3", "970902 970909 970916"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "970902 970907 970916 970921"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "970902 970914 970916 970928"),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=1FR", "970905 971003 971107"),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=-1MO", "970929 971027 971124"),
        ("FREQ=MONTHLY;COUNT=3;BYMONTHDAY=-1", "970930 971031 971130"),
        ("FREQ=MONTHLY;COUNT=3;BYMONTHDAY=31", "971031 971231 980131"),
        ("FREQ=MONTHLY;COUNT=2;BYDAY=FR;BYMONTHDAY=13", "980213 980313"),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "970929 971030 971127"),
        ("FREQ=YEARLY;COUNT=2", "970902 980902"),
        ("FREQ=YEARLY;COUNT=4;BYMONTH=1,2", "980102 980202 990102 990202"),
        ("FREQ=YEARLY;COUNT=2;BYDAY=20MO", "980518 990517"),
        ("FREQ=YEARLY;COUNT=2;BYWEEKNO=20;BYDAY=MO", "980511 990517"),
        ("FREQ=YEARLY;COUNT=2;BYYEARDAY=1,-1", "971231 980101"),
        ("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;COUNT=2;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "971104 011106"),
        # both plain weekdays and nth ones: any of them, which dateutil does not do
        ("FREQ=MONTHLY;COUNT=4;BYDAY=SU,1TU", "970902 970907 970914 970921"),
        # a week's number alone leaves the weekday to the start, where dateutil takes all seven
        ("FREQ=YEARLY;COUNT=2;BYWEEKNO=20", "980512 990518"),
        # the first days of a year may be of the last week of the year before, which dateutil miscounts
        ("FREQ=YEARLY;COUNT=3;BYWEEKNO=52;BYDAY=SA", "971227 981226 000101"),
        # the week of the start is a whole week, also for what is counted in it
        ("FREQ=WEEKLY;COUNT=2;BYDAY=MO,WE,FR;BYSETPOS=2", "970903 970910"),
    ],
)
def test_a_rule_names_its_days(rule, expected):
    assert " ".join(days(rule)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "freq=daily; count=3",
        "FREQ=DAILY\\;COUNT=3",
        "FREQ=DAILY;COUNT=3;",
        "RSCALE=GREGORIAN;FREQ=DAILY;COUNT=3;SKIP=OMIT",
        "FREQ=DAILY;X-NOTE=1;COUNT=3",
    ],
)
def test_a_rule_may_be_written_carelessly(text):
    assert " ".join(days(text)) == "970902 970903 970904"


@pytest.mark.parametrize("text", ["FREQ=HOURLY;INTERVAL=3;COUNT=4", "FREQ=MINUTELY;INTERVAL=90;COUNT=4"])
def test_a_rule_may_repeat_within_the_day(text):
    start = datetime(1997, 9, 2, 22)
    assert list(walk(text, start)) == list(rrulestr(text, dtstart=start))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it has no FREQ"),
        ("tea", "'TEA' is no part of a rule"),
        ("FREQ=FORTNIGHTLY", "FREQ is 'FORTNIGHTLY'"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL is 0"),
        ("FREQ=DAILY;INTERVAL=-2", "INTERVAL is -2"),
        ("FREQ=DAILY;INTERVAL=x", "INTERVAL is 'X'"),
        ("FREQ=DAILY;COUNT=0", "COUNT is 0"),
        ("FREQ=DAILY;COUNT=" + "9" * 30, f"COUNT is '{'9' * 30}'"),
        ("FREQ=DAILY;BYHOUR=24", "BYHOUR is 24"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH is 13"),
        ("FREQ=YEARLY;BYMONTHDAY=0", "BYMONTHDAY is 0"),
        ("FREQ=YEARLY;BYDAY=MO;BYSETPOS=367", "BYSETPOS is 367"),
        ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY is '0MO'"),
        ("FREQ=MONTHLY;BYDAY=XX", "BYDAY is 'XX'"),
        ("FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=31", "no year has such a day"),
        ("FREQ=YEARLY;BYEASTER=0", "'BYEASTER' is no part of a rule"),
        ("FREQ=YEARLY;RSCALE=CHINESE", "it counts in another calendar than the Gregorian one"),
        ("FREQ=YEARLY;SKIP=FORWARD", "it moves days that do not exist (SKIP)"),
        (
            "FREQ=DAILY;BYMINUTE=" + ",".join(map(str, range(60))) + ";BYSECOND=1,2,3,4",
            "it repeats 240 times every day",
        ),
        ("FREQ=DAILY;BYSECOND=" + "1," * 2000, "it has 4,020 characters"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_by_reason(text, reason):
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        read_rule(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("D1 #10", "FREQ=DAILY;INTERVAL=1;COUNT=10"),
        ("D2", "FREQ=DAILY;INTERVAL=2;COUNT=2"),
        ("D1 #0", "FREQ=DAILY;INTERVAL=1"),
        ("W1 TU TH 20270528T000000Z", "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU,TH;UNTIL=20270528T000000Z"),
        ("MP1 1+ SU 2- MO TU #2", "FREQ=MONTHLY;INTERVAL=1;BYDAY=1SU,-2MO,-2TU;COUNT=2"),
        ("MD1 1 15- LD #3", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=1,-15,-1;COUNT=3"),
        ("YM1 4 6 #2", "FREQ=YEARLY;INTERVAL=1;BYMONTH=4,6;COUNT=2"),
        ("YD2 1 100 #2", "FREQ=YEARLY;INTERVAL=2;BYYEARDAY=1,100;COUNT=2"),
        ("D1 0900 #2", "D1 0900 #2"),
        ("FREQ=DAILY", "FREQ=DAILY"),
    ],
)
def test_a_rule_of_vcalendar_1_0_is_put_in_today_s_words(old, new):
    assert modern_rule(old) == new


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;BYSETPOS=2",
        "FREQ=YEARLY;BYDAY=53MO;BYSETPOS=9",
        "FREQ=SECONDLY;BYHOUR=25",
        "FREQ=SECONDLY;BYYEARDAY=9",
    ],
)
def test_a_rule_that_is_never_or_hardly_met_takes_no_more_steps_than_allowed(text):
    with pytest.raises((TooFarError, ValueError)):
        list(walk(text, datetime(2027, 5, 14, 9), steps=5_000))


def test_an_interval_beyond_all_years_is_the_start_alone():
    assert days("FREQ=YEARLY;INTERVAL=" + "9" * 18) == ["970902"]
    assert days("FREQ=HOURLY;INTERVAL=" + "9" * 18) == ["970902"]


# --- dateutil as the oracle -----------------------------------------------------------------------------


def numbers(low, high):
    return st.lists(st.integers(low, high).filter(bool), min_size=1, max_size=5, unique=True).map(
        lambda values: ",".join(map(str, values))
    )


@st.composite
def rules(draw):
    """Rules that RFC 5545 allows, without those few that dateutil reads otherwise."""
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY", "MINUTELY"]))
    parts = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 40 if freq == 'MINUTELY' else 4))}"]
    optional = {"BYMONTH": numbers(1, 12), "BYMONTHDAY": numbers(-31, 31), "WKST": st.sampled_from(WEEKDAYS)}
    plain = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4, unique=True)
    nth = st.lists(
        st.tuples(st.sampled_from([-5, -2, -1, 1, 2, 3, 5]), st.sampled_from(WEEKDAYS)), min_size=1, max_size=3
    )
    optional["BYDAY"] = plain.map(",".join)
    if freq in {"MONTHLY", "YEARLY"}:
        optional["BYDAY"] |= nth.map(lambda pairs: ",".join(f"{number}{day}" for number, day in pairs))
    if freq == "YEARLY":
        optional["BYYEARDAY"] = numbers(-366, 366)
    if freq not in {"HOURLY", "MINUTELY"}:
        optional["BYHOUR"] = numbers(1, 23)
    if freq != "MINUTELY":
        optional["BYMINUTE"] = numbers(1, 59)
    if freq in {"MONTHLY", "YEARLY"}:
        optional["BYSETPOS"] = numbers(-4, 4)
    if freq == "YEARLY" and draw(st.booleans()):
        parts += [f"BYWEEKNO={draw(numbers(1, 51))}", f"BYDAY={draw(plain.map(','.join))}"]
        optional = {"WKST": optional["WKST"]}
    chosen = draw(st.lists(st.sampled_from(sorted(optional)), max_size=4, unique=True))
    return ";".join(
        parts + [f"{name}={draw(optional[name])}" for name in chosen if name != "BYSETPOS" or len(chosen) > 1]
    )


starts = st.datetimes(datetime(1970, 1, 1), datetime(2040, 1, 1)).map(lambda moment: moment.replace(microsecond=0))


def found_by(text, start, first, last):
    """The first of what is found; what takes more than a few steps is left, for dateutil would take many more."""
    found = []
    try:
        for moment in walk(text, start, first, last, steps=6_000):
            found.append(moment)
            if len(found) == 30:
                break
    except TooFarError:
        pass
    return found


@given(rules(), starts, st.integers(1, 25))
def test_a_rule_is_followed_as_dateutil_follows_it(text, start, count):
    for rule in (text, f"{text};COUNT={count}"):
        found = found_by(rule, start, start, END)
        assert found == list(islice(rrulestr(rule, dtstart=start), len(found)))


@given(rules(), starts, st.integers(0, 4_000))
def test_what_lies_before_the_days_in_question_is_stepped_over_and_changes_nothing(text, start, days_on):
    whole = found_by(text, start, start, END)
    first = start + timedelta(days=days_on) if days_on % 2 or not whole else whole[len(whole) // 2]
    later = [moment for moment in whole if moment >= first]
    assert found_by(text, start, first, END)[: len(later)] == later


@given(st.text(max_size=60) | st.from_regex(r"FREQ=[A-Z]{5,8}(;(BY)?[A-Z]{3,8}=[-+0-9A-Z,]{0,9}){0,4}", fullmatch=True))
def test_no_text_makes_a_rule_raise_but_for_a_reason(text):
    start = datetime(2027, 5, 14)
    with suppress(TooFarError, ValueError):
        found = list(islice(starts_of(read_rule(modern_rule(text)), start, start, END, Steps(500)), 5))
        assert found == sorted(set(found))
