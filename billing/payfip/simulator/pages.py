"""What a payer sees of the stand-in: one page, in French, of plain HTML."""

from html import escape

from billing.payfip.simulator.treasury import Operation

STYLE = """
:root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif; }
body { max-width: 34rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1rem; }
dt { opacity: .8; } dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
button { display: block; inline-size: 100%; min-block-size: 3rem; margin-block: .6rem; font: inherit; cursor: pointer; }
button.first { font-weight: 700; }
.note { padding: .75rem 1rem; border: 2px solid; border-radius: .5rem; }
"""
BUTTONS = (
    ("P", "Payer par carte bancaire"),
    ("R", "Carte refusée"),
    ("V", "Payer par prélèvement"),
    ("Z", "Prélèvement refusé"),
    ("A", "Abandonner"),
)


def payment(operation: Operation) -> str:
    order = operation.order
    euros, cents = divmod(int(order["montant"]), 100)
    facts = (
        ("Régie", "Régie de démonstration"),
        ("Objet", order.get("objet", "")),
        ("Référence", order["refdet"]),
        ("Montant", f"{euros},{cents:02} €"),
        ("Adresse mél", order["mel"]),
    )
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    buttons = "".join(
        f'<button name="resultat" value="{letter}"{" class=first" if letter == "P" else ""}>{words}</button>'
        for letter, words in BUTTONS
    )
    return page(
        "Paiement en ligne",
        f"<dl>{listed}</dl>"
        f'<form method="post" action="/tpa/paiementws.web"><input type="hidden" name="idop" '
        f'value="{escape(operation.number)}">{buttons}</form>'
        "<p>Fermer cette fenêtre, c’est partir sans payer : rien n’est débité.</p>",
    )


def refusal(words: str) -> str:
    return page("Paiement impossible", f'<p role="alert">{escape(words)}</p><p>Rien n’a été débité.</p>')


def page(title: str, inside: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{title} – PayFiP simulé</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><style>{STYLE}</style></head><body><main><p class="note">PayFiP simulé : aucun argent ne circule.</p>'
        f"<h1>{title}</h1>{inside}</main></body></html>"
    )
