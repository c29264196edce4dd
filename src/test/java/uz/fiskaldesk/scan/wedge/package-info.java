/** Scanners that type like a keyboard. */
@NullMarked
package uz.fiskaldesk.scan.wedge;

import org.jspecify.annotations.NullMarked;
