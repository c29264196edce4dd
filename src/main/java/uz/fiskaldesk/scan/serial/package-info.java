/** Scanners on a serial port, physical or virtual. */
@NullMarked
package uz.fiskaldesk.scan.serial;

import org.jspecify.annotations.NullMarked;
