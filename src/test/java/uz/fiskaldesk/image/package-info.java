/** Tests of the packaged image. */
@NullMarked
package uz.fiskaldesk.image;

import org.jspecify.annotations.NullMarked;
