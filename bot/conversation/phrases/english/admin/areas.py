"""What admins may do, who they are, and what they did."""

PHRASES = {
    "admin.title": "**Editing what's taught**\n\nYour role: {roles}.",
    "admin.overview": "what you can do",
    "admin.unknown": "There's no such area. Here's what there is.",
    "admin.denied": "Your role doesn't go that far: {roles}. An owner can give you another one.",
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
    "admin.role.host": "host",
    "admin.role.teacher": "teacher",
    "admin.role.for": "{role} for {what}",
    "admin.role.all": "Everything",
    "admin.role.publisher.about": (
        "- publisher: publish, take back and correct lessons; announce; learning groups"
    ),
    "admin.role.author.about": "- author: draft lessons, answer learners",
    "admin.role.analyst.about": "- analyst: read statistics",
    "admin.role.host.about": "- host: start a class where only a chat's own admins may",
    "admin.role.teacher.about": (
        "- teacher: one learning group's figures, questions and announcements"
    ),
    "admin.host": "With `/class` you can start a class, also where only a chat's own admins may.",
    "admin.roles.title": "**Roles**\n\nOwners are named in the program's settings.",
    "admin.roles.line": "- {role}: {person}",
    "admin.roles.grant": "Grant a role",
    "admin.roles.revoke": "Take back: {role}, {person}",
    "admin.roles.whom": (
        "Write the person and the role, like `telegram:42 author`. For one course or learning "
        "group only, add its ID or code: `telegram:42 author kitchen`. Or write just the person, "
        "and choose. The roles are {roles}."
    ),
    "admin.roles.nobody": (
        "Who do you mean? Write platform:number, like `telegram:42` or `discord:99`, and one of "
        "these roles: {roles}."
    ),
    "admin.roles.none": "Which role do you mean? The roles are {roles}.",
    "admin.roles.which": "Which role should {person} get?",
    "admin.roles.what": "For what should {person} have the role {role}?",
    "admin.roles.more": (
        "For any other, write `/admin roles grant {person} {role}` and its ID or code."
    ),
    "admin.roles.nothing": (
        "There's no course or learning group called {what}. Its ID or code works, too."
    ),
    "admin.roles.group": (
        "A {role} is for one learning group. Add its code; `/admin cohorts` shows the groups."
    ),
    "admin.roles.no_group": (
        "A {role} is for one learning group, and there's none yet. `/admin cohorts` makes one."
    ),
    "admin.roles.held": "{person} already has this role: {role}.",
    "admin.roles.not_held": "{person} doesn't have this role: {role}.",
    "admin.roles.granted": "✓ {person} now has a new role: {role}.",
    "admin.roles.wider": (
        "They also have the role {role}, which includes it. Take that back to narrow it."
    ),
    "admin.roles.sure": "Take the role {role} back from {person}? This affects 1 person.",
    "admin.roles.yes": "Take it back",
    "admin.roles.yours": (
        "You have a new role here: **{role}**. /admin shows what you can do with it."
    ),
    "admin.roles.lost": "You no longer have the role **{role}** here. Thank you for your work.",
    "admin.roles.revoked": "✓ {person} no longer has this role: {role}.",
    # the log
    "admin.area.log": "Log",
    "admin.area.log.about": "what admins did",
    "admin.log.title": "**Log**, times in UTC",
    "admin.log.none": "Nothing has been logged here.",
    "admin.log.newer": "Newer",
    "admin.log.older": "Older",
    # work that is done in the background
    "admin.job.failed": (
        "Sorry, that went wrong on my side, and it has been noted. Nothing has changed; please try "
        "again."
    ),
    "admin.job.direct": (
        "I'll send you the result as a direct message, or here if yours are closed to me."
    ),
    "admin.job.beside": (
        "*Your question above is still open. {command} shows what you can do with this.*"
    ),
    # what was done
    "admin.act.grant": "gave {subject} a role: {after}",
    "admin.act.revoke": "took a role back from {subject}: {before}",
}
