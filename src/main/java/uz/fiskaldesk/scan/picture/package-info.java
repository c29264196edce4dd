/** Pictures as the reader wants them: grey values, loaded with care, and the filters that bring faint codes out. */
@NullMarked
package uz.fiskaldesk.scan.picture;

import org.jspecify.annotations.NullMarked;
