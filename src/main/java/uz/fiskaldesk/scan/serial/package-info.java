/** Scanners on a serial port, real or virtual: finds them, keeps the connection, puts their lines together. */
@NullMarked
package uz.fiskaldesk.scan.serial;

import org.jspecify.annotations.NullMarked;
