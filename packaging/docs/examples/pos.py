"""pos.py TOKEN-FILE TRANSACTION-ID RECEIPT-LINK [ADDRESS]"""
import json
import pathlib
import sys
import urllib.request

token = pathlib.Path(sys.argv[1]).read_text().strip()
inbox = sys.argv[4] if len(sys.argv) > 4 else "http://127.0.0.1:8791"


def ask(path, body=None):
    """Returns the status and the answer. Errors (4xx, 503) are raised as urllib.error.HTTPError."""
    request = urllib.request.Request(inbox + path, headers={"Authorization": "Bearer " + token})
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=90) as response:
        return response.status, json.load(response)


# Before the customer pays.
_, till = ask("/ready")
if not till["ready"]:
    sys.exit("\n".join(reason["message"] for reason in till["reasons"]))

# When the customer has paid. The same request may be repeated.
status, answer = ask("/payments", {"transaction_id": sys.argv[2], "amount": 125000})
print(status, answer["rows"][0]["result"])

# When the receipt is printed; "result" says what FiscalBox answered.
status, payment = ask(f"/payments/{sys.argv[2]}/receipt?send=true", {"receipt": sys.argv[3]})
print(status, payment["result"], payment["next"]["message"])
