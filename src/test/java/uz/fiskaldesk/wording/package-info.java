/** Tests of the sentences for people. */
@NullMarked
package uz.fiskaldesk.wording;

import org.jspecify.annotations.NullMarked;
