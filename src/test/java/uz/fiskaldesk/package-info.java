/** Tests of the whole program through its command line. */
@NullMarked
package uz.fiskaldesk;

import org.jspecify.annotations.NullMarked;
