"""Invented people for large populations, drawn by dice with fixed seeds: the same each time."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar


def _words(text: str) -> list[str]:
    return text.split()


LAST_NAMES = _words("""
    Abgrall Andrieu Arnaud Aubry Barbier Benali Bernard Besnard Blanchet Bonnet Bouchard Boyer Brunet Camara Carlier
    Carpentier Chevalier Collin Cordier Coulibaly Cousin Dacosta Delmas Deschamps Diallo Dubois Dumas Dupuis Duval
    Étienne Fabre Faure Fernandes Ferrand Fischer Fontaine Fournier Garnier Gautier Gérard Gilbert Girard Guérin
    Guillou Haddad Hamon Henry Hubert Jacquet Joly Kerboul Klein Lacroix Lambert Laurent Lebrun Leclercq Lefèvre
    Legrand Lemoine Leroux Lévy Loiseau Lopes Mahé Maillard Marchand Marty Masson Mercier Meunier Michaud Monnier
    Morel Moulin Nguyen Nicolas Noël Olivier Pascal Perrin Picard Poirier Prévost Quéré Renard Rivière Robin Rolland
    Roussel Royer Sanchez Schmitt Simon Tanguy Tessier Thomas Traoré Vasseur Vidal Weber Yilmaz Zimmermann
""")
WOMEN = _words("""
    Agathe Aïcha Alice Amandine Anaïs Anne Béatrice Camille Caroline Cécile Chloé Claire Élodie Emma Fatou Florence
    Hélène Inès Jeanne Julie Léa Linh Louise Lucie Maëlle Manon Margaux Marion Mathilde Nadia Noémie Pauline Rachel
    Salomé Sarah Solène Sophie Valérie Yasmine Zoé
""")
MEN = _words("""
    Adrien Alexis Antoine Arthur Aurélien Baptiste Benoît Clément Damien David Émile Étienne Florian Gabriel Grégoire
    Hugo Ibrahim Jérémie Jules Julien Karim Léo Loïc Louis Lucas Malo Marc Mathis Maxime Mehdi Nathan Nicolas Noé
    Olivier Paul Raphaël Rémi Samuel Théo Thomas
""")

T = TypeVar("T")


def dice_for(what: str) -> Random:
    """The same throws each time, whatever else is thrown for."""
    return Random(what)  # noqa: S311 - nothing here is secret


def drawn(dice: Random, among: Sequence[T]) -> T:
    """One of them, for one throw. `choice` may throw again: what follows would depend on how many there are."""
    return among[int(dice.random() * len(among))]
