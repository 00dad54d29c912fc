import json, os, random, sys, time
from urllib.request import Request, urlopen

URL, KEY, MODEL = (os.environ[name] for name
  in ("LLM_URL", "LLM_KEY", "LLM_MODEL"))
RULES = """Answer from the document.
If it doesn't say, write: not stated"""

def call(messages):
  request = Request(URL, json.dumps({
    "model": MODEL, "max_tokens": 300,
    "messages": messages}).encode(), {
    "Authorization": "Bearer " + KEY,
    "Content-Type": "application/json"})
  for wait in 4, 8, 16, 0:
    try:
      reply = urlopen(request, timeout=60)
      return json.load(reply)
    except OSError as error:
      code = getattr(error, "code", 503)
      if not wait or code < 429: raise
    time.sleep(random.random() * wait)

text = open(sys.argv[1]).read()
got = call([
  {"role": "system", "content": RULES},
  {"role": "user", "content":
   f"<doc>{text}</doc>\n{sys.argv[2]}"}])
print(got["usage"], file=sys.stderr)
first = got["choices"][0]
if first["finish_reason"] != "stop":
  sys.exit("The answer isn't whole.")
print(first["message"]["content"])
