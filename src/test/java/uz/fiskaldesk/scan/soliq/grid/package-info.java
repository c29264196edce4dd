/** Tests of the mapping from codes to pictures. */
@NullMarked
package uz.fiskaldesk.scan.soliq.grid;

import org.jspecify.annotations.NullMarked;
