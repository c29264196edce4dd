/** Tests of the server with real sockets. */
@NullMarked
package uz.fiskaldesk.http;

import org.jspecify.annotations.NullMarked;
