/** Tests of what the composition root puts together. */
@NullMarked
package uz.fiskaldesk;

import org.jspecify.annotations.NullMarked;
