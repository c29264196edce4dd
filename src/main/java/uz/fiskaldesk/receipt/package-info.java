/** The fiscal receipt and how its link is read. Knows only the JDK. */
@NullMarked
package uz.fiskaldesk.receipt;

import org.jspecify.annotations.NullMarked;
