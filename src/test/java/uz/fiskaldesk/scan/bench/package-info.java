/** The benchmark of the reader: how much it reads, how fast, and never anything wrong, next to other readers. */
@NullMarked
package uz.fiskaldesk.scan.bench;

import org.jspecify.annotations.NullMarked;
