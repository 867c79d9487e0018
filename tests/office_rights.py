"""Who may do what in «Gestion», written out after SPEC 7.1 and to be read against it; no line comes from the code.

    secrétariat  people, accounts, documents, campaigns, the school; sees balances
    régie        money only; looks up whom it bills, and decides on documents that are opened to it
    pédagogie    courses and their record, no money, no documents; who signs in as a teacher has tests/relations.py
    direction    all of its sites
    the installation's administrator sees all

L the list, V one and its history, A add, C change, D delete; «-» none. What is not here is not found, and nothing is
at another site.
What is issued, recorded or decided once is changed and deleted by nobody. A page without a line here fails the tests.
"""

from typing import NamedTuple

ROLES = ("secretariat", "regie", "pedagogie", "direction", "administrator")

#                               secrétariat  régie  pédagogie  direction  administrator
PAGES = """
accounts.site                   LV           -      -          LVC        LVACD
accounts.familyaccount          LVAC         -      -          LVAC       LVACD
accounts.mail                   LVC          -      -          LVC        LVC
accounts.text                   LVC          -      -          LVC        LVC
accounts.throttle               LVD          -      -          LVD        LVD
accounts.trace                  -            -      -          LV         LV
accounts.staffaccount           -            -      -          -          LVACD
accounts.installation           -            -      -          -          LVC

families.family                 LVACD        LV     -          LVACD      LVACD
families.guardian               LVACD        LV     -          LVACD      LVACD
families.person                 LVC          -      -          LVC        LVCD
families.changerequest          LVC          -      -          LVC        LVC
families.fieldrule              LV           -      -          LVACD      LVACD

students.student                LVACD        -      LV         LVACD      LVACD
students.membership             LVACD        -      -          LVACD      LVACD
students.restriction            LVAC         -      -          LVAC       LVAC

students.department             LVACD        -      -          LVACD      LVACD
students.discipline             LVACD        -      -          LVACD      LVACD
students.cursus                 LVACD        -      -          LVACD      LVACD
students.room                   LVACD        -      -          LVACD      LVACD
students.teacher                LVACD        -      -          LVACD      LVACD
students.course                 LVACD        -      LV         LVACD      LVACD
students.enrolment              LVACD        -      LV         LVACD      LVACD
students.followup               LVACD        -      LVAC       LVACD      LVACD
students.evaluation             LVACD        -      LVAC       LVACD      LVACD
students.absence                LVACD        -      LVAC       LVACD      LVACD
students.yearcomment            LVACD        -      LVAC       LVACD      LVACD
students.event                  LVACD        -      LVAC       LVACD      LVACD

reenrolment.campaign            LVACD        -      LV         LVACD      LVACD
reenrolment.nextstep            LVACD        -      -          LVACD      LVACD
reenrolment.reenrolment         LVAC         -      LV         LVAC       LVAC

documents.documenttype          LVACD        -      -          LVACD      LVACD
documents.document              LVAC         LVC    -          LVAC       LVAC

billing.familyledger            LV           LV     -          LV         LV
billing.invoice                 -            LVA    -          LVA        LVA
billing.payment                 -            LVA    -          LVA        LVA
billing.creditnote              -            LVA    -          LVA        LVA
billing.reversal                -            LVA    -          LVA        LVA
billing.titre                   -            LVA    -          LVA        LVA
billing.onlinepayment           -            LV     -          LV         LV
billing.pricelist               -            LVACD  -          LVACD      LVACD
billing.regie                   -            LVAC   -          LVAC       LVACD
"""

# What a list does with several at once; to delete several is «delete_selected».
ACTIONS = """
accounts.site                   delete_selected      administrator
accounts.familyaccount          delete_selected      administrator
accounts.familyaccount          tell_identifiers     secretariat direction administrator
accounts.familyaccount          unblock              secretariat direction administrator
accounts.familyaccount          deactivate           secretariat direction administrator
accounts.familyaccount          reactivate           secretariat direction administrator
accounts.mail                   send_again           secretariat direction administrator
accounts.mail                   give_up              secretariat direction administrator
accounts.text                   send_again           secretariat direction administrator
accounts.text                   give_up              secretariat direction administrator
accounts.throttle               lift                 secretariat direction administrator
accounts.staffaccount           remove_second_factor administrator
accounts.staffaccount           delete_selected      administrator

families.family                 delete_selected      secretariat direction administrator
families.family                 open_accounts        secretariat direction administrator
families.family                 tell_identifiers     secretariat direction administrator
families.guardian               delete_selected      secretariat direction administrator
families.guardian               open_accounts        secretariat direction administrator
families.guardian               tell_identifiers     secretariat direction administrator
families.person                 delete_selected      administrator
families.changerequest          accept_chosen        secretariat direction administrator
families.fieldrule              delete_selected      direction administrator

students.student                delete_selected      secretariat direction administrator
students.membership             delete_selected      secretariat direction administrator
students.department             delete_selected      secretariat direction administrator
students.discipline             delete_selected      secretariat direction administrator
students.cursus                 delete_selected      secretariat direction administrator
students.room                   delete_selected      secretariat direction administrator
students.teacher                delete_selected      secretariat direction administrator
students.course                 delete_selected      secretariat direction administrator
students.enrolment              delete_selected      secretariat direction administrator
students.followup               delete_selected      secretariat direction administrator
students.evaluation             delete_selected      secretariat direction administrator
students.absence                delete_selected      secretariat direction administrator
students.yearcomment            delete_selected      secretariat direction administrator
students.event                  delete_selected      secretariat direction administrator

reenrolment.campaign            delete_selected      secretariat direction administrator
reenrolment.nextstep            delete_selected      secretariat direction administrator
reenrolment.reenrolment         validate_chosen      secretariat direction administrator
documents.documenttype          delete_selected      secretariat direction administrator

billing.invoice                 issue                regie direction administrator
billing.invoice                 delete_selected      regie direction administrator
billing.onlinepayment           ask_now              regie direction administrator
billing.onlinepayment           mark_looked_into     regie direction administrator
billing.pricelist               draft                regie direction administrator
billing.pricelist               delete_selected      regie direction administrator
billing.regie                   try_connection       regie direction administrator
billing.regie                   delete_selected      administrator
"""


# What stands beside Django's pages. «site»: the address names something of a school's, not found at another.
#                              of    secrétariat régie pédagogie direction administrateur
ROUTES = """
admin:index                    all   yes         yes   yes       yes       yes
admin:password_change          all   yes         yes   yes       yes       yes
admin:password_change_done     all   yes         yes   yes       yes       yes
admin:jsi18n                   all   yes         yes   yes       yes       yes
admin:autocomplete             all   yes         no    no        yes       yes
admin:app_list                 all   yes         no    no        yes       yes
admin:auth_user_password_change all  no          no    no        no        yes
set_up_second_factor           all   yes         yes   yes       yes       yes
accent_preview                 all   yes         yes   yes       yes       yes
gallery                        all   yes         yes   yes       yes       yes
find                           all   yes         yes   yes       yes       yes

identifier_of_account          site  yes         no    no        yes       yes
see_as_family                  site  yes         no    no        yes       yes

imports                        all   yes         yes   no        yes       yes
import_kind                    all   yes         no    no        yes       yes
import_example                 all   yes         no    no        yes       yes
import                         site  yes         no    no        yes       yes
import_act                     site  yes         no    no        yes       yes
import_to_mend                 site  yes         no    no        yes       yes
export_kind                    site  yes         no    no        yes       yes

course_evaluations_entry       site  yes         no    yes       yes       yes
course_absences_entry          site  yes         no    yes       yes       yes
teacher_away                   site  yes         no    yes       yes       yes

campaign_families              site  yes         no    no        yes       yes
next_steps                     site  yes         no    no        yes       yes
next_steps_of_course           site  yes         no    no        yes       yes
to_place                       site  yes         no    no        yes       yes
campaign_act                   site  yes         no    no        yes       yes
extend_campaign                site  yes         no    no        yes       yes
campaign_papers                site  yes         no    no        yes       yes
reenrolments_csv               site  yes         no    no        yes       yes
reenrolments_xlsx              site  yes         no    no        yes       yes
announcement_letters           site  yes         no    no        yes       yes
paper_forms                    site  yes         no    no        yes       yes
family_paper_form              site  yes         no    no        yes       yes

office_document_file           site  yes         no    no        yes       yes
office_document_page           site  yes         no    no        yes       yes
office_blank_form              site  yes         no    no        yes       yes

office_document                site  yes         yes   no        yes       yes
move_money                     site  no          yes   no        yes       yes
cash_journal                   all   no          yes   no        yes       yes
unpaid_bills                   all   no          yes   no        yes       yes
accounting_export              all   no          yes   no        yes       yes
"""


class Route(NamedTuple):
    of_a_site: bool
    answers: dict[str, bool]


def routes() -> dict[str, Route]:
    lines = [line.split() for line in ROUTES.splitlines() if line]
    return {
        name: Route(of == "site", {role: word == "yes" for role, word in zip(ROLES, words, strict=True)})
        for name, of, *words in lines
    }


def pages() -> dict[str, dict[str, str]]:
    """For each page what each role may do there."""
    lines = [line.split() for line in PAGES.splitlines() if line]
    return {page: dict(zip(ROLES, letters, strict=True)) for page, *letters in lines}


def actions(page: str) -> dict[str, set[str]]:
    """Who may do each thing that the list offers for several at once."""
    lines = [line.split() for line in ACTIONS.splitlines() if line]
    return {name: set(roles) for at, name, *roles in lines if at == page}
