// Pos TOKEN-FILE TRANSACTION-ID RECEIPT-LINK [ADDRESS], for .NET Framework 4.6, .NET 6 and Mono, or later ones
// mcs -r:System.Net.Http -r:System.Runtime.Serialization -r:System.Xml.Linq Pos.cs
using System;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;

public static class Pos
{
    private static readonly HttpClient Client = new HttpClient { Timeout = TimeSpan.FromSeconds(90) };

    public static int Main(string[] args)
    {
        Client.BaseAddress = new Uri(args.Length > 3 ? args[3] : "http://127.0.0.1:8791");
        var token = File.ReadAllText(args[0]).Trim();
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        // Before the customer pays.
        var till = Send(HttpMethod.Get, "/ready", null);
        if ((string)till.Element("ready") != "true")
        {
            foreach (var reason in till.Element("reasons").Elements())
            {
                Console.Error.WriteLine((string)reason.Element("message"));
            }
            return 1;
        }

        // When the customer has paid. The same request may be repeated.
        var added = Send(HttpMethod.Post, "/payments", "{\"transaction_id\": " + Text(args[1]) + ", \"amount\": 125000}");
        Console.WriteLine((string)added.Element("rows").Element("item").Element("result"));

        // When the receipt is printed; "result" says what FiscalBox answered.
        var sent = Send(HttpMethod.Post, "/payments/" + args[1] + "/receipt?send=true", "{\"receipt\": " + Text(args[2]) + "}");
        Console.WriteLine((string)sent.Element("result") + " " + (string)sent.Element("next").Element("message"));
        return 0;
    }

    // Returns the JSON answer as XML, which every .NET can read; the elements of an array are named "item".
    private static XElement Send(HttpMethod method, string path, string body)
    {
        var request = new HttpRequestMessage(method, path);
        if (body != null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }
        using (var response = Client.SendAsync(request).GetAwaiter().GetResult())
        {
            var answer = response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
            if (!response.IsSuccessStatusCode)
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
            }
            return XElement.Load(JsonReaderWriterFactory.CreateJsonReader(answer, XmlDictionaryReaderQuotas.Max));
        }
    }

    private static string Text(string value)
    {
        return "\"" + value.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
    }
}
