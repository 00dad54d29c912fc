"""What admins may do, who they are, and what they did."""

PHRASES = {
    "admin.title": "**Editing what is taught**\n\nYour role: {roles}.",
    "admin.overview": "what you can do",
    "admin.unknown": "There is no such area; here is what there is.",
    "admin.denied": "Your role does not go that far: {roles}. An owner can grant another one.",
    "admin.area": "- **{name}** (`/admin {command}`): {about}",
    "admin.back": "Back",
    "admin.keep": "Leave it as it is",
    # roles
    "admin.area.roles": "Roles",
    "admin.area.roles.about": "who may do what",
    "admin.role.owner": "owner",
    "admin.role.publisher": "publisher",
    "admin.role.author": "author",
    "admin.role.analyst": "analyst",
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
    "admin.roles.yours": (
        "You have a new role here: **{role}**. /admin shows what you can do with it."
    ),
    "admin.roles.lost": "You no longer have the role **{role}** here. Thank you for your work.",
    "admin.roles.revoked": "✓ {person} is {role} no longer.",
    # the log
    "admin.area.log": "Log",
    "admin.area.log.about": "what admins did",
    "admin.log.title": "**Log**, times in UTC",
    "admin.log.none": "Nothing is on record here.",
    "admin.log.newer": "Newer",
    "admin.log.older": "Older",
    # work that is done in the background
    "admin.job.failed": (
        "Sorry, that went wrong on my side, and it has been noted. Nothing has changed; "
        "please try once more."
    ),
    "admin.job.direct": (
        "I'll send you what comes of it as a direct message, or here if yours are closed to me."
    ),
    "admin.job.beside": (
        "*Your question above is still open. {command} shows what can be done with this.*"
    ),
    # what was done
    "admin.act.grant": "{subject} is {after} from now on",
    "admin.act.revoke": "{subject} is {before} no longer",
}
