/** Proposes where the modules of a code lie in a picture, from triples of finder patterns and the alignment pattern. */
@NullMarked
package uz.fiskaldesk.scan.soliq.grid;

import org.jspecify.annotations.NullMarked;
