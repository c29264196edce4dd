package uz.fiskaldesk.gateway;

import java.util.ArrayList;
import java.util.List;
import uz.fiskaldesk.fiscalbox.FiscalBoxConnector;
import uz.fiskaldesk.http.MessageHead;
import uz.fiskaldesk.http.RequestHead;

/** The head of a request as it is sent to FiscalBox. */
final class UpstreamHead {
    private UpstreamHead() {}

    /** @param expectAnswered the gateway has answered {@code Expect: 100-continue} itself, so it is not passed on */
    static byte[] of(RequestHead request, FiscalBoxConnector fiscalBox, boolean expectAnswered) {
        List<String> lines = new ArrayList<>();
        boolean hasHost = false;
        for (MessageHead.Field field : request.head().endToEnd()) {
            if (field.is("Host")) {
                hasHost = true;
                lines.add(field.name() + ": " + fiscalBox.host() + "\r\n");
            } else if (!expectAnswered || !field.is("Expect")) {
                lines.add(field.line());
            }
        }
        if (!hasHost) {
            lines.addFirst("Host: " + fiscalBox.host() + "\r\n");
        }
        String authorization = fiscalBox.proxyAuthorization();
        if (authorization != null) {
            lines.add("Proxy-Authorization: " + authorization + "\r\n");
        }
        lines.add("Connection: close\r\n");
        String version = request.isHttp11() ? "HTTP/1.1" : "HTTP/1.0";
        return MessageHead.bytes(request.method() + " " + fiscalBox.target(request.target()) + " " + version, lines);
    }
}
