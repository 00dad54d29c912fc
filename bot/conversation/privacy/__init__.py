"""Data is the learner's: having it as a file, and having it deleted."""

from bot.conversation.privacy import export, forget, silence

ACTS = (*export.ACTS, *forget.ACTS)
JOBS = {export.KIND: export.JOB}
ALARMS = silence.ALARMS
