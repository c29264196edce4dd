/** Scanners in keyboard mode ("keyboard wedge"): distinguishes their input from manual typing. */
@NullMarked
package uz.fiskaldesk.scan.wedge;

import org.jspecify.annotations.NullMarked;
