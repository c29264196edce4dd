#!/bin/sh
# pos.sh TOKEN-FILE TRANSACTION-ID RECEIPT-LINK [ADDRESS]
set -eu
authorization="Authorization: Bearer $(cat "$1")"
inbox=${4:-http://127.0.0.1:8791}

# Before the customer pays.
ready=$(curl -sS -H "$authorization" "$inbox/ready")
case $ready in
    *'"ready":true'*) ;;
    *) echo "$ready" >&2; exit 1 ;;
esac

# When the customer has paid. The same request may be repeated.
curl -sS --fail-with-body -H "$authorization" -H "Content-Type: application/json" \
    -d "{\"transaction_id\":\"$2\",\"amount\":125000}" "$inbox/payments"
echo

# When the receipt is printed; "result" says what FiscalBox answered.
curl -sS --fail-with-body -H "$authorization" -H "Content-Type: application/json" \
    -d "{\"receipt\":\"$3\"}" "$inbox/payments/$2/receipt?send=true"
echo
