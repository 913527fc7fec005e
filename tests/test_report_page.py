"""The report as a person meets it: in a browser, on a desk and on a phone, with no request and nothing cut off."""

from pathlib import Path

import pytest
from outcomes import pack, suspension

from stationkeep.answer import build

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        pytest.skip("no Chromium at /usr/bin/chromium; install Debian's package chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield launched
        launched.close()


@pytest.mark.parametrize("width", [1280, 390], ids=["desk", "phone"])
def test_the_report_needs_nothing_from_outside_and_fits_the_screen(browser, tmp_path, width):
    report = tmp_path / "report.html"
    report.write_text(build(suspension(300), pack()).to_html(), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(report.as_uri())
    assert asked == [report.as_uri()]
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for picture in page.query_selector_all("svg"):
        box = picture.bounding_box()
        if box is not None:  # the other width's version is hidden
            assert box["x"] >= 0 and box["x"] + box["width"] <= width + 1
    assert page.query_selector("h1").is_visible()
    page.close()
