"""What admins are told, and their buttons."""

PHRASES: dict[str, str] = {
    "admin.title": "**Editing what is taught**\n\nYour role: {roles}.",
    "admin.overview": "what you can do",
    "admin.unknown": "There is no such area; here is what there is.",
    "admin.denied": "Your role does not go that far: {roles}. An owner can grant another one.",
    "admin.area": "- **{name}** (`/admin {command}`): {about}",
    "admin.area.roles": "Roles",
    "admin.area.roles.about": "who may do what",
    "admin.area.log": "Log",
    "admin.area.log.about": "what admins did",
    "admin.role.owner": "owner",
    "admin.role.publisher": "publisher",
    "admin.role.author": "author",
    "admin.role.analyst": "analyst",
    "admin.back": "Back",
    "admin.keep": "Leave it as it is",
    "admin.roles.title": "**Roles**\n\nOwners are named in the settings of the program.",
    "admin.roles.line": "- {role}: {person}",
    "admin.roles.grant": "Grant a role",
    "admin.roles.revoke": "Take back: {role}, {person}",
    "admin.roles.whom": (
        "Write the person and the role, such as `telegram:42 author`. The roles are {roles}."
    ),
    "admin.roles.nobody": (
        "Whom do you mean? Write platform:number, such as `telegram:42` or `discord:99`, "
        "and one of these roles: {roles}."
    ),
    "admin.roles.none": "Which role do you mean? There are these: {roles}.",
    "admin.roles.held": "{person} is {role} already.",
    "admin.roles.not_held": "{person} is not {role}.",
    "admin.roles.granted": "✓ {person} is {role} from now on.",
    "admin.roles.sure": "Shall {person} no longer be {role}? This touches 1 person.",
    "admin.roles.yes": "Take it back",
    "admin.roles.revoked": "✓ {person} is {role} no longer.",
    "admin.log.title": "**Log**, times in UTC",
    "admin.log.none": "Nothing is on record here.",
    "admin.log.newer": "Newer",
    "admin.log.older": "Older",
    "admin.act.grant": "{subject} is {after} from now on",
    "admin.act.revoke": "{subject} is {before} no longer",
    "admin.act.push": "{subject} was pushed: {before} → {after}",
    "command.admin": "Edit what is taught",
}
