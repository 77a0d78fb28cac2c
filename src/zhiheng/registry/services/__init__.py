"""Writers of organs, their units and relations, officers and posts."""

from zhiheng.registry.core.password_rules import PASSWORD_RULES
from zhiheng.registry.services.accounts import (
    change_password,
    close_account,
    enlist,
    given_password,
    open_account_again,
    reset_password,
    unlock,
)
from zhiheng.registry.services.barriers import (
    avoid_person,
    close_person,
    delegate_post,
    end_avoidance,
    end_delegation,
    narrow_post,
    open_person_again,
)
from zhiheng.registry.services.demonstration import seed_demonstration
from zhiheng.registry.services.factors import bind_outside_name, renew_codes, reset_second_factor, set_code_factor, unbind_outside_names
from zhiheng.registry.services.first import FirstAdministrator, Given, enlist_first
from zhiheng.registry.services.importing import import_officers, import_organs, import_relations
from zhiheng.registry.services.organs import describe_organ, ensure_organ, register_organ, rename_organ
from zhiheng.registry.services.posts import appoint, confirm_administrator, decline_administrator, end_post, propose_administrator
from zhiheng.registry.services.reading import Reading, person_key, record_reading, record_screen, record_sensitive_read
from zhiheng.registry.services.relations import close_unit, end_relation, open_unit, relate
from zhiheng.registry.services.sign_ins import recall_session, recall_sessions

__all__ = [
    "PASSWORD_RULES",
    "FirstAdministrator",
    "Given",
    "Reading",
    "appoint",
    "avoid_person",
    "bind_outside_name",
    "change_password",
    "close_account",
    "close_person",
    "close_unit",
    "confirm_administrator",
    "decline_administrator",
    "delegate_post",
    "describe_organ",
    "end_avoidance",
    "end_delegation",
    "end_post",
    "end_relation",
    "enlist",
    "enlist_first",
    "ensure_organ",
    "given_password",
    "import_officers",
    "import_organs",
    "import_relations",
    "narrow_post",
    "open_account_again",
    "open_person_again",
    "open_unit",
    "person_key",
    "propose_administrator",
    "recall_session",
    "recall_sessions",
    "record_reading",
    "record_screen",
    "record_sensitive_read",
    "register_organ",
    "relate",
    "rename_organ",
    "renew_codes",
    "reset_password",
    "reset_second_factor",
    "seed_demonstration",
    "set_code_factor",
    "unbind_outside_names",
    "unlock",
]
