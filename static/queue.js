// In a queue of the office a letter alone does what it does with Alt: it presses the access key of the page.
// Never while something is typed. Who dictates to the machine turns it off, for good, by the box beside.

(() => {
  const TYPED_IN = "input:not([type=checkbox], [type=radio], [type=submit]), select, textarea, [contenteditable]";
  const OFF = "letters=off";
  const A_YEAR = 365 * 24 * 3600;

  const alone = document.getElementById("letters-alone");
  let isLeaving = false;

  function pressed(event) {
    if (!alone.checked || isLeaving || event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    if (event.isComposing || event.defaultPrevented || event.target.closest?.(TYPED_IN)) return;
    if (!/^[a-z]$/i.test(event.key)) return;
    const target = document.querySelector(`[accesskey="${event.key.toLowerCase()}"]`);
    if (!target) return;
    event.preventDefault();
    isLeaving = true; // pressed twice, it would decide twice before the next page is there
    target.click();
  }

  alone.checked = !document.cookie.split("; ").includes(OFF);
  alone.closest("[hidden]").hidden = false;
  alone.addEventListener("change", () => {
    document.cookie = `${OFF}; path=/; SameSite=Lax; max-age=${alone.checked ? 0 : A_YEAR}`;
  });
  addEventListener("keydown", pressed);
  addEventListener("pageshow", () => (isLeaving = false));
})();
