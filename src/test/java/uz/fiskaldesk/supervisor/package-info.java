/** Tests of the supervisor's approval. */
@NullMarked
package uz.fiskaldesk.supervisor;

import org.jspecify.annotations.NullMarked;
