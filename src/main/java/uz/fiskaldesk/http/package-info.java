/**
 * HTTP/1.1 on sockets, for servers on the loopback address: heads and bodies as they are on the wire, pipelining, and
 * limits for slow clients.
 */
@NullMarked
package uz.fiskaldesk.http;

import org.jspecify.annotations.NullMarked;
