/** Tests of the supervisor's word. */
@NullMarked
package uz.fiskaldesk.supervisor;

import org.jspecify.annotations.NullMarked;
