/** The benchmark of the reader against other readers: read rate, wrong texts and time. */
@NullMarked
package uz.fiskaldesk.scan.bench;

import org.jspecify.annotations.NullMarked;
