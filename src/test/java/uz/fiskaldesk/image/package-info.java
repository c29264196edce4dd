/** The image in target/dist, run as a user would run it. */
@NullMarked
package uz.fiskaldesk.image;

import org.jspecify.annotations.NullMarked;
