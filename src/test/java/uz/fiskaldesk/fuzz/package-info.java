/** Coverage-guided fuzz tests. */
@NullMarked
package uz.fiskaldesk.fuzz;

import org.jspecify.annotations.NullMarked;
