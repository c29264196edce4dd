// Pos TOKEN-FILE TRANSACTION-ID RECEIPT-LINK [ADDRESS], for .NET 6 or later
using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;

public static class Pos
{
    public static async Task<int> Main(string[] args)
    {
        var inbox = args.Length > 3 ? args[3] : "http://127.0.0.1:8791";
        using var client = new HttpClient { BaseAddress = new Uri(inbox), Timeout = TimeSpan.FromSeconds(90) };
        var token = File.ReadAllText(args[0]).Trim();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        // Before the customer pays.
        var till = await client.GetFromJsonAsync<JsonElement>("/ready");
        if (!till.GetProperty("ready").GetBoolean())
        {
            var reasons = till.GetProperty("reasons").EnumerateArray().Select(r => r.GetProperty("message").GetString());
            Console.Error.WriteLine(string.Join("\n", reasons));
            return 1;
        }

        // When the customer has paid. The same request may be repeated.
        var added = await Post(client, "/payments", new { transaction_id = args[1], amount = 125000 });
        Console.WriteLine(added.GetProperty("rows")[0].GetProperty("result"));

        // When the receipt is printed; "result" says what FiscalBox answered.
        var sent = await Post(client, $"/payments/{args[1]}/receipt?send=true", new { receipt = args[2] });
        Console.WriteLine($"{sent.GetProperty("result")} {sent.GetProperty("next").GetProperty("message")}");
        return 0;
    }

    private static async Task<JsonElement> Post(HttpClient client, string path, object body)
    {
        using var response = await client.PostAsJsonAsync(path, body);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return response.IsSuccessStatusCode ? answer : throw new InvalidOperationException(answer.ToString());
    }
}
