// Gives the telephone and the e-mail of the site that is chosen. Without a script: of the one preselected.

const select = document.getElementById("id_site");
const block = document.getElementById("site-contact");

const HREF = { telephone: (text) => `tel:${text.replaceAll(" ", "")}`, email: (text) => `mailto:${text}` };

select.addEventListener("change", () => {
  const chosen = select.selectedOptions[0].dataset;
  block.hidden = !(chosen.telephone || chosen.email);
  for (const link of block.querySelectorAll("[data-contact]")) {
    const text = chosen[link.dataset.contact] ?? "";
    link.textContent = text;
    link.href = HREF[link.dataset.contact](text);
    link.parentElement.hidden = !text;
  }
});
