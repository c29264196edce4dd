/** Scanners that type like a keyboard: tells their bursts from typing by hand. */
@NullMarked
package uz.fiskaldesk.scan.wedge;

import org.jspecify.annotations.NullMarked;
