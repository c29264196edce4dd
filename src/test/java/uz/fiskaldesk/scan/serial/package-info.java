/** Scanners on a serial port, over a pair of pseudo terminals. */
@NullMarked
package uz.fiskaldesk.scan.serial;

import org.jspecify.annotations.NullMarked;
