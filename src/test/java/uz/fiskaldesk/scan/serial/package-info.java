/** Tests of scanners on a serial port, with pseudo terminals. */
@NullMarked
package uz.fiskaldesk.scan.serial;

import org.jspecify.annotations.NullMarked;
