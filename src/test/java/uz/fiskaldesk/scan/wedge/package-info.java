/** Tests of scanners in keyboard mode. */
@NullMarked
package uz.fiskaldesk.scan.wedge;

import org.jspecify.annotations.NullMarked;
