/** Tests of the reader that knows what it reads, down to its templates and its arithmetic. */
@NullMarked
package uz.fiskaldesk.scan.soliq;

import org.jspecify.annotations.NullMarked;
