// node pos.js TOKEN-FILE TRANSACTION-ID RECEIPT-LINK [ADDRESS]
const fs = require("fs");
const http = require("http");

const [tokenFile, id, receipt, inbox = "http://127.0.0.1:8791"] = process.argv.slice(2);
const token = fs.readFileSync(tokenFile, "utf8").trim();

/** Resolves to the status and the answer. */
function ask(method, path, body) {
    return new Promise((resolve, reject) => {
        const headers = { Authorization: "Bearer " + token, "Content-Type": "application/json" };
        const request = http.request(inbox + path, { method, headers, timeout: 90000 }, (response) => {
            let text = "";
            response.setEncoding("utf8");
            response.on("data", (part) => (text += part));
            response.on("end", () => resolve({ status: response.statusCode, answer: JSON.parse(text) }));
        });
        request.on("timeout", () => request.destroy(new Error("no answer")));
        request.on("error", reject);
        request.end(body && JSON.stringify(body));
    });
}

async function main() {
    // Before the customer pays.
    const till = (await ask("GET", "/ready")).answer;
    if (!till.ready) {
        throw new Error(till.reasons.map((reason) => reason.message).join("\n"));
    }

    // When the customer has paid. The same request may be repeated.
    const added = await ask("POST", "/payments", { transaction_id: id, amount: 125000 });
    console.log(added.status, added.answer.rows[0].result);

    // When the receipt is printed; "result" says what FiscalBox answered.
    const sent = await ask("POST", `/payments/${id}/receipt?send=true`, { receipt });
    console.log(sent.status, sent.answer.result, sent.answer.next.message);
}

main().catch((failure) => {
    console.error(failure.message);
    process.exit(1);
});
