"""The keys that somebody presses who never takes the mouse."""

from playwright.sync_api import Page, expect

from tests.browser.steps import title


class Keyboard:
    """Nothing but keys, each of them counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.presses += 1
            self.page.keyboard.press(key)

    def decide(self, key: str) -> None:
        """And wait for the page that comes next, as eyes do."""
        before = self.page.url
        self.press(key)
        self.page.wait_for_url(lambda url: url != before)
        self.page.wait_for_load_state()

    def open_queue(self, name: str) -> None:
        """From the front page: over the menu, then to the line."""
        expect(self.page.get_by_role("link", name=name, exact=True).first).to_be_visible()
        self.press("Tab", "Enter")
        for _press in range(6):
            self.press("Tab")
            if self.page.evaluate("document.activeElement.textContent.trim()") == name:
                break
        self.decide("Enter")
        expect(title(self.page)).to_be_visible()
        self.decide("s")
