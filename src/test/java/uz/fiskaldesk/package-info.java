/** The program as a whole, as those who call it know it. */
@NullMarked
package uz.fiskaldesk;

import org.jspecify.annotations.NullMarked;
