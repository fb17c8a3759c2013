"""What a trainer who led a story by its script, never having seen it, stumbled over on the screens."""

from pathlib import Path

import pytest
from roomed import hosted, in_loop, leading, seated, until

from dashboards.workshop import plot
from dashboards.workshop.asked import event_of
from dashboards.workshop.futures import said
from dashboards.workshop.views import in_words
from scenarios.workshop.story import load_story


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("350", 350.0),
        ("-500,000", -5e5),
        ("£2,000,000", 2e6),
        ("-£1.5m", -1.5e6),
        ("\N{MINUS SIGN}£2.0m", -2e6),
        ("2 million", 2e6),
        ("40 thousand", 4e4),
        ("250K", 2.5e5),
    ],
)
def test_an_amount_is_read_as_people_write_it(written: str, means: float) -> None:
    """Pounds, thousands, millions and a true minus are understood: the screen itself writes them."""
    body = f"did=guessed&question=q3&values={written}".encode()
    assert event_of(body)["values"] == [means]


@in_loop
async def test_a_phone_writes_money_out_and_says_on_which_side_of_nothing_it_lies(
    tmp_path: Path,
) -> None:
    """Two million is written in digits where it can be changed, and the scale is in pounds, less and more."""
    async with hosted(tmp_path, "north-yorkshire") as (app, hosting):
        lead, phone = await leading(app), await seated(app, hosting.room.code)
        await lead.do(did="moved", phase="predict")
        far = await phone.do(did="guessed", question="q3", values=["£20m"])
        assert far == (200, "Kept, drawn in to the end of the scale.")
        near = await phone.do(did="guessed", question="q3", values=["£2m"])
        assert near == (200, "Kept.")
        page = (await phone.ask("GET", "/seat"))[1]
        assert 'value="2,000,000"' in page
        assert "From −£10.0m to £10.0m; below 0 is less than without it." in page
        assert "From −400 to 400; below 0 is fewer than without it." in page
        assert "Kept: £2.0m more." in page


def test_a_difference_says_its_direction() -> None:
    """Nobody has to know what a minus means: fewer and more, less and more are said."""
    one, two, three = load_story("north-yorkshire").questions
    assert [in_words((-40.0,), two), in_words((-5e5,), three), in_words((0.0,), two)] == [
        "40 fewer",
        "£500k less",
        "no difference",
    ]
    assert in_words((490.0, 480.0), one) == "480 at the end"
    answer = {"form": "number", "low": -227.0, "middle": -40.0, "high": 23.0}
    assert said(answer, two) == (
        "The middle future has 40 fewer; 9 in 10 lie between 227 fewer and 23 more."
    )


def test_a_line_says_what_comes_without_it() -> None:
    """A rise with the service is not taken for its doing: the middle future without it stands beside."""
    (one, *_) = load_story("north-yorkshire").questions
    ends: dict[str, object] = {name: [500.0, level] for name, level in LEVELS.items()}
    answer = {"form": "line", "beside": [505.0, 555.0], **ends}
    assert said(answer, one).endswith(" Without it the middle future has 555.")


LEVELS = {"low": 449.0, "middle": 546.0, "high": 619.0}


def test_an_axis_of_money_is_in_pounds_and_short() -> None:
    """Its labels are those of the sentences, short enough not to be cut off."""
    says = [one["says"] for one in plot.Frame(1, -1e7, 1e7).axis("money")]
    assert says == ["−£10.0m", "−£5.0m", "£0", "£5.0m", "£10.0m"]
    assert plot.Frame(1, 300, 800).axis("stock")[0]["says"] == "300"


@in_loop
async def test_a_console_of_an_ended_room_only_says_that_it_is_over(tmp_path: Path) -> None:
    """It speaks of no other console, and offers nothing to lead."""
    async with hosted(tmp_path, "headline") as (app, _):
        lead = await leading(app)
        async with lead.stream("console") as told:
            await told("parts")
            await lead.do(did="ended")
            now = await told("parts")
        assert "This workshop is over" in now["stage"]
        whole = " ".join(now.values())
        for no in ("Another console", "Take over", "<button", "seats are taken"):
            assert no not in whole, no


@in_loop
async def test_a_console_says_when_no_phone_can_join(tmp_path: Path) -> None:
    """Open on this laptop alone, it says so and how to open to the room's network."""
    async with hosted(tmp_path, "headline") as (app, _):
        page = (await (await leading(app)).ask("GET", "/console"))[1]
        assert "Open on this laptop only: no phone can join" in page
        assert "--host" in page
        assert "Reveal opens when the futures have run." in page


@in_loop
async def test_what_is_asked_now_stands_first_on_a_phone(tmp_path: Path) -> None:
    """At the reveal the newest question stands above those before, and what was missed above all."""
    async with hosted(tmp_path, "headline") as (app, hosting):
        lead, phone = await leading(app), await seated(app, hosting.room.code)
        await lead.do(did="moved", phase="run")
        await until(lambda: hosting.room.results)
        await lead.do(did="moved", phase="reveal")
        many = len(hosting.tale.questions)
        for shown in range(many + 1):
            await lead.do(did="stepped", what="reveal-1", to=shown)
            page = (await phone.ask("GET", "/seat"))[1]
            cards = [f"a-q{k}" for k in range(1, many + 1)][: shown + 1]
            cards += ["missed"] if shown == many else []
            places = [page.index(f'id="{one}"') for one in reversed(cards)]
            assert places == sorted(places)
