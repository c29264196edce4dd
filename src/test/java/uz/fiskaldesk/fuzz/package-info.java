/** Inputs that nobody thought of, tried by the million and guided by what of the program they reach. */
@NullMarked
package uz.fiskaldesk.fuzz;

import org.jspecify.annotations.NullMarked;
